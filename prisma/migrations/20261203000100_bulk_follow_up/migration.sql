-- A bulk action that sets the day to come back to registrations.
ALTER TYPE "bulk_kind" ADD VALUE 'follow_up';
