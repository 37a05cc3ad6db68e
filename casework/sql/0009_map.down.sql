DROP INDEX case_coarse_tiles;
DROP INDEX case_tiles;
