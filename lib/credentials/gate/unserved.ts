/**
 * Of `credential c`: that workers live in its environment, and none of them has its secret. One of an earlier version
 * does not say which it has.
 */
export const IS_UNSERVED_SQL = `
  (exists (select from holder h where h.kind = 'worker' and h.environment = c.environment)
   and not exists (select from holder h where h.kind = 'worker' and h.environment = c.environment
                      and coalesce(h.client_id, c.client_id) = c.client_id))`;
