-- CreateTable
CREATE TABLE "audit_seal" (
    "position" BIGINT NOT NULL,
    "upto_id" BIGINT NOT NULL,
    "entries" BIGINT NOT NULL,
    "sealed_at" TIMESTAMPTZ(3) NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_seal_pkey" PRIMARY KEY ("position")
);

-- A seal stands for entries, and is as little changed or removed as they are.
CREATE TRIGGER "audit_seal_is_append_only"
BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_seal"
FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();
