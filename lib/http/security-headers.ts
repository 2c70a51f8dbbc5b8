import { hash } from "node:crypto";

export type SecurityContext = {
  /** Fresh for every answer; scripts and styles without it do not run. */
  nonce: string;
  /** The path asked for. */
  pathname: string;
  /** Whether people reach the product over TLS. */
  isSecure: boolean;
  /** The development server evaluates code and opens a socket to reload pages. */
  isDevelopment: boolean;
};

const ONE_YEAR_SECONDS = 31_536_000;

/** Browser features the product does not use, so that no injected script can either. Copying ids needs the clipboard. */
const PERMISSIONS_POLICY = [
  "accelerometer=()",
  "autoplay=()",
  "browsing-topics=()",
  "camera=()",
  "display-capture=()",
  "fullscreen=()",
  "geolocation=()",
  "gyroscope=()",
  "magnetometer=()",
  "microphone=()",
  "midi=()",
  "payment=()",
  "publickey-credentials-get=()",
  "screen-wake-lock=()",
  "usb=()",
  "xr-spatial-tracking=()",
].join(", ");

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

/** The headers of every answer that is not a static file. */
export function securityHeaders(context: SecurityContext): Record<string, string> {
  return {
    "Content-Security-Policy": contentSecurityPolicy(context),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY,
    // The token in a set-up address must not travel on, not even to ourselves.
    "Referrer-Policy": context.pathname.startsWith("/setup") ? "no-referrer" : "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    ...(context.isSecure
      ? { "Strict-Transport-Security": `max-age=${ONE_YEAR_SECONDS}; includeSubDomains` }
      : {}),
  };
}
