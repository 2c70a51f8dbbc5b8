/** Browser features the product does not use, so that no injected script can either. Copying ids needs the clipboard. */
const UNUSED_FEATURES = (
  "accelerometer autoplay browsing-topics camera display-capture fullscreen geolocation gyroscope magnetometer " +
  "microphone midi payment publickey-credentials-get screen-wake-lock usb"
).split(" ");

/** The headers of `next.config.js`. @param {Record<string, string>} headers */
const listed = (headers) => Object.entries(headers).map(([key, value]) => ({ key, value }));

/** @type {import("next").NextConfig} */
module.exports = {
  // scripts/checkout/builds.mjs chooses a folder that no running server uses; by hand it is Next's usual one.
  distDir: process.env.MITRA_DIST_DIR || ".next",
  // `npm run check` checks the types. A file of its own that extends tsconfig.json keeps Next from rewriting it.
  typescript: { ignoreBuildErrors: true, tsconfigPath: "tsconfig.build.json" },
  output: "standalone",
  poweredByHeader: false,
  // Title and description stand in the head of every page, not somewhere in its body once they are known.
  htmlLimitedBots: /.*/,
  typedRoutes: true,
  // The optimiser runs image codecs on addresses from outside; we have no image that needs it.
  images: { unoptimized: true },
  experimental: {
    // Reading a body costs more than its size; lib/http/request-body.ts lets in no larger one, and a stranger's less.
    // Any origin of more than one label, and one that a browser hides: by which name people come, only the settings know,
    // and a proxy may rewrite the host. Whether a page is ours is asked by every action (`defineAction`), more strictly than Next would.
    serverActions: { bodySizeLimit: "128kb", allowedOrigins: ["**.*", "null"] },
    proxyClientMaxBodySize: "128kb",
    preloadEntriesOnStart: false,
  },
  // What depends on a nonce or on the settings comes from proxy.ts.
  headers: async () => [
    {
      source: "/:path*",
      headers: listed({
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "same-origin",
      }),
    },
    {
      source: "/((?!_next/static/).*)",
      headers: listed({
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": UNUSED_FEATURES.map((feature) => `${feature}=()`).join(", "),
        "X-Frame-Options": "DENY",
      }),
    },
    // The token in a set-up address must not travel on, not even to ourselves.
    { source: "/setup/:path*", headers: listed({ "Referrer-Policy": "no-referrer" }) },
    // An action answers with no document; nothing in it may run as one.
    {
      source: "/:path*",
      has: [{ type: "header", key: "next-action" }],
      headers: listed({ "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'" }),
    },
  ],
  serverExternalPackages: ["@node-rs/argon2", "pg", "graphile-worker", "pino", "prom-client"],
};
