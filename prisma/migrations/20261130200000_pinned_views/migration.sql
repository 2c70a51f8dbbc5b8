-- The saved views that a person has in the side bar.
ALTER TABLE "user" ADD COLUMN "pinned_view_ids" UUID[] DEFAULT ARRAY[]::UUID[];
