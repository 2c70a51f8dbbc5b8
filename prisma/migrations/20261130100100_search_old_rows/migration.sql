-- Commits as it goes, and so is a statement of its own outside of a transaction.
CALL "fill_search_texts"();
