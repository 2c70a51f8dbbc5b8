import { comparisonName, emailKey } from "@/lib/registrations/duplicate-key";
import { normalisePhone } from "@/lib/registrations/phone";

/** Each path looks at no more than this many matches, so that a common word cannot make a slow page. */
const MATCHES_PER_PATH = 1_000;

const UUID_FORM = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DOKU_ID_FORM = /^(BSN|BRN)-/i;

/**
 * The condition of the search box, or none for an empty one. Finds our id, the Request-Id, DOKU's
 * business and brand ids, a partner reference or e-mail by its start, a phone in any form and a
 * name by any part of it. `bind` gives each value its placeholder; nothing typed becomes SQL.
 */
export function searchConditions(query: string, bind: (value: unknown) => string): string[] {
  if (query === "") return [];
  const paths = UUID_FORM.test(query)
    ? idPaths(bind(query.toLowerCase()))
    : DOKU_ID_FORM.test(query)
      ? dokuIdPaths(bind(query.toUpperCase()))
      : wordPaths(query, bind);
  return [`r.id in (${paths.join(" union ")})`];
}

function idPaths(id: string): string[] {
  return [
    `select id from registration where id = ${id}::uuid`,
    `select id from registration where environment = $1 and request_id = ${id}::text`,
    `select registration_id from attempt where request_id = ${id}::text`,
    `select id from registration where environment = $1 and partner_ref_key = ${id}::text`,
  ];
}

function dokuIdPaths(id: string): string[] {
  return [
    `select registration_id from business where environment = $1 and business_id = ${id}`,
    `select b.registration_id from brand br join business b on b.id = br.business_row_id
      where br.environment = $1 and br.brand_id = ${id}`,
  ];
}

function wordPaths(query: string, bind: (value: unknown) => string): string[] {
  const prefix = bind(`${escapeLike(emailKey(query))}%`);
  const name = bind(`%${escapeLike(comparisonName(query))}%`);
  const path = (condition: string) =>
    `(select id from registration where environment = $1 and ${condition} order by created_at desc limit ${MATCHES_PER_PATH})`;
  const paths = [
    path(`partner_ref_key like ${prefix}`),
    path(`representative_email_key like ${prefix}`),
    path(`invited_user_email_key like ${prefix}`),
    path(`name_key like ${name}`),
  ];
  const phone = /\d/.test(query) ? normalisePhone(query, "ID") : null;
  if (phone?.ok) paths.push(path(`phone_e164 = ${bind(phone.e164)}`));
  return paths;
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
