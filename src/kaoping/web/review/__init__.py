"""Review desk: suspects are confirmed, dismissed or exempted."""
