-- Which secret each process sends with, as the credential names it, to tell where living processes have different ones.
ALTER TABLE "holder" ADD COLUMN "key_version" TEXT;
