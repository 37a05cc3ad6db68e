DROP INDEX street_search_fr;
DROP INDEX street_search_ar;
