DROP FUNCTION coarse_place(geometry, integer);
