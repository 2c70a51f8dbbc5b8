import { hash } from "node:crypto";

export type SecurityContext = {
  /** Fresh for every answer; scripts and styles without it do not run. */
  nonce: string;
  /** Whether people reach the product over TLS. */
  isSecure: boolean;
  /** The development server evaluates code and opens a socket to reload pages. */
  isDevelopment: boolean;
};

const ONE_YEAR_SECONDS = 31_536_000;

/** React keeps pieces of an SVG that arrive later unseen by just this attribute; no other style of an element applies. */
const STREAMED_SVG = `'unsafe-hashes' 'sha256-${hash("sha256", "display:none", "base64")}'`;

/** What a page may load and be embedded in. Scripts are named by the nonce and may load what they need. */
export function contentSecurityPolicy({ nonce, isSecure, isDevelopment }: SecurityContext): string {
  const directives = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    ...(isDevelopment ? [] : [`style-src-attr ${STREAMED_SVG}`]),
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    ...(isSecure ? ["upgrade-insecure-requests"] : []),
  ];
  return directives.join("; ");
}

/** The headers of an answer that are not always the same; the others are in `next.config.js`. */
export function securityHeaders(context: SecurityContext): Record<string, string> {
  return {
    "Content-Security-Policy": contentSecurityPolicy(context),
    ...(context.isSecure
      ? { "Strict-Transport-Security": `max-age=${ONE_YEAR_SECONDS}; includeSubDomains` }
      : {}),
  };
}
