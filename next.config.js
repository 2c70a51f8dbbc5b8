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
    serverActions: { bodySizeLimit: "128kb" },
    proxyClientMaxBodySize: "128kb",
  },
  // Everything else gets its headers, with a nonce, from proxy.ts.
  headers: async () =>
    ["/_next/static/:path*", "/registrations/import/upload"].map((source) => ({
      source,
      headers: [
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
        { key: "Referrer-Policy", value: "same-origin" },
      ],
    })),
  serverExternalPackages: ["@node-rs/argon2", "pg", "graphile-worker", "pino", "prom-client"],
};
