-- Why DOKU refused to tell of businesses, and why it rejected one.
ALTER TABLE "credential" ADD COLUMN "look_refused_reason" TEXT;
ALTER TABLE "doku_view" ADD COLUMN "rejection_reason" TEXT;
