-- registration_quiet_owner serves what this one did.
DROP INDEX "registration_quiet";
