DROP FUNCTION drop_cell_counts(text);
DROP FUNCTION keep_cell_counts(text);
DROP FUNCTION forget_cells();
DROP FUNCTION count_cells();
