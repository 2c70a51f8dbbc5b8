-- Searched by the texts now. What runs meanwhile and looks for names here takes longer, and says so where it has no time.
DROP INDEX "registration_name_key_idx";
DROP PROCEDURE "fill_search_texts"();
