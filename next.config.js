/** @type {import("next").NextConfig} */
module.exports = {
  poweredByHeader: false,
  typedRoutes: true,
  // The optimiser runs image codecs on addresses from outside; we have no image that needs it.
  images: { unoptimized: true },
  serverExternalPackages: ["@node-rs/argon2", "pg", "graphile-worker", "pino"],
};
