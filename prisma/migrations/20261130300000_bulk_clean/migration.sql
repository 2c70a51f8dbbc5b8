-- A bulk action that takes out of names what DOKU refused in them, and sends again.
ALTER TYPE "bulk_kind" ADD VALUE 'clean';
