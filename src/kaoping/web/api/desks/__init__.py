"""Operations by desk: what is shown of its rows, and what may be written."""
