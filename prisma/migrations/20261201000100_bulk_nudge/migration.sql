-- A bulk action that reminds merchants by e-mail.
ALTER TYPE "bulk_kind" ADD VALUE 'nudge';
