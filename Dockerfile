# One image, built once, runs the web servers, the workers and the migrations. All replicas of a deployment
# run the same image: the key with which its pages encrypt what actions close over is part of the build.
FROM node:24-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-audit --no-fund
COPY . .
RUN npm run build -- --release /mitra

FROM node:24-slim
ENV NODE_ENV=production HOSTNAME=0.0.0.0 PORT=3000
# The files stay root's: who runs them may read them and change nothing.
COPY --from=build /mitra /mitra
WORKDIR /mitra
# What outlives a process beside the database; put a volume there.
RUN install --directory --owner=node --group=node --mode=0700 /var/lib/mitra
ENV MITRA_STATE_DIR=/var/lib/mitra
# The memory of every process, as npm run server gives it.
ENV MALLOC_ARENA_MAX=1
USER node
EXPOSE 3000
# As npm run server; scripts/worker.mjs and scripts/migrate.mjs are the others. Without npm between, a signal to stop
# arrives at once, and nothing runs beside it.
CMD ["node", "--max-old-space-size=192", "--max-semi-space-size=8", "scripts/server.mjs"]
