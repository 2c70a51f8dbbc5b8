import { expect, test, vi } from "vitest";
import { openDatabase, warnOfMissingLimits } from "@/lib/db";
import { logger } from "@/lib/logger";
import { useTestDatabase } from "@/lib/testing/database";

const { pool, url } = useTestDatabase();

test("a role whose statements may take for ever is told of, and one with limits is not", async () => {
  const warn = vi.spyOn(logger, "warn").mockReturnValue();
  await warnOfMissingLimits(pool);
  expect(warn).not.toHaveBeenCalled();
  await pool.query(`alter role current_user in database "${new URL(url).pathname.slice(1)}" reset all`);
  const later = openDatabase(url);
  await warnOfMissingLimits(later.pool);
  await later.pool.end();
  expect(warn).toHaveBeenCalledOnce();
  warn.mockRestore();
});
