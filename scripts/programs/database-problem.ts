import { isDatabaseUnavailable } from "@/lib/errors";
import { SchemaError } from "@/lib/migrate";

/** SQLSTATE classes of a refused login and of a database that is not there. */
const REFUSED_LOGIN = /^(28|3D)/;
const NO_RIGHT = "42501";
const NOT_AVAILABLE = "0A000";
/** Node's names for a certificate that it does not trust. */
const DISTRUSTED = new Set([
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
]);

/** What a person at the terminal is told when the database cannot be used. A bug keeps its stack. */
export function explainDatabaseError(error: unknown): string {
  const [first = error] = error instanceof AggregateError ? error.errors : [];
  const sentence = first instanceof SchemaError ? explainSchemaError(first) : explain(first);
  return sentence ?? (first instanceof Error ? (first.stack ?? first.message) : String(first));
}

function explainSchemaError(error: SchemaError): string {
  const remedy = explainRights(error.cause);
  return remedy === null ? error.message : `${error.message}. ${remedy}`;
}

function explain(error: unknown): string | null {
  const code = codeOf(error);
  const words = messageOf(error);
  const rights = explainRights(error);
  if (rights !== null) return `The database refused it: ${words}. ${rights}`;
  if (REFUSED_LOGIN.test(code))
    return `The database refused the connection: ${words}. ${explainLogin(code, words)}`;
  const distrust = explainTls(code, words);
  if (distrust !== null) return `The database was not connected to: ${distrust}`;
  if (isDatabaseUnavailable(error)) {
    return `The database did not answer: ${words}. Nothing was changed. Check DATABASE_URL and that the server runs.`;
  }
  return null;
}

/** What to do where the role lacks a right, or null where that is not the matter. */
function explainRights(error: unknown): string | null {
  const code = codeOf(error);
  const words = messageOf(error);
  if (/extension "pg_trgm"/.test(words) && (code === NO_RIGHT || code === NOT_AVAILABLE)) {
    return code === NO_RIGHT
      ? "Let Mitra's role own the database (alter database … owner to …), or have an administrator run create extension pg_trgm in it once."
      : "Mitra needs the extension pg_trgm: install the package of PostgreSQL's additional modules (postgresql-contrib) on the database server.";
  }
  if (code !== NO_RIGHT) return null;
  return /must be owner/.test(words)
    ? "Its tables belong to another role: run npm run migrate as the role that made them."
    : "Mitra's role must own its database: alter database … owner to …";
}

function explainLogin(code: string, words: string): string {
  if (code.startsWith("3D"))
    return "Create it first (create database … owner …, with Mitra's role), or check the name in DATABASE_URL.";
  if (/no encryption/.test(words))
    return "It may take encrypted connections only: add ?sslmode=verify-full to DATABASE_URL.";
  return "Check DATABASE_URL.";
}

/** Why there is no encrypted connection, or null where that is not the matter. */
function explainTls(code: string, words: string): string | null {
  if (DISTRUSTED.has(code))
    return `its certificate is not from an authority that Node knows (${words}). Name the authority's file with ?sslmode=verify-full&sslrootcert=/path/ca.pem in DATABASE_URL; or, where nobody can stand in between, ?sslmode=no-verify leaves it unchecked.`;
  if (code === "CERT_HAS_EXPIRED")
    return "its certificate has expired. It has to be renewed on the database server.";
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID")
    return "its certificate is for another name than the host in DATABASE_URL. Use the name that the certificate was made for.";
  if (/does not support SSL/.test(words))
    return "it does not offer TLS, which ?sslmode= in DATABASE_URL asks for. Switch it on at the server, or leave sslmode out.";
  return null;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
