"""Units' desk: the draft sheet, answers, objections, rectification."""
