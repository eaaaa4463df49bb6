# One image for worker, console and migrations; docker-compose.yml tells which of them a container is.
# Not verified where it was written (no Docker engine there): see docs/configuration.md.
FROM node:24-bookworm-slim AS base
ENV NEXT_TELEMETRY_DISABLED=1 TURBO_TELEMETRY_DISABLED=1
WORKDIR /milepost

# The manifests alone, so that a change of our code does not install everything anew.
FROM base AS dependencies
COPY package.json package-lock.json .npmrc ./
COPY apps/web/package.json apps/web/
COPY apps/worker/package.json apps/worker/
COPY packages/api/package.json packages/api/
COPY packages/contract/package.json packages/contract/
COPY packages/db/package.json packages/db/
COPY packages/packages-core/package.json packages/packages-core/
COPY lab/package.json lab/
COPY e2e/package.json e2e/
COPY bench/package.json bench/
RUN npm ci --no-audit --no-fund

FROM dependencies AS build
COPY . .
RUN npm run build -- --filter=@milepost/worker --filter=@milepost/web

FROM build AS pruned
RUN npm prune --omit=dev --no-audit --no-fund && rm -rf apps/web/.next/cache .turbo node_modules/.cache

FROM base AS milepost
ENV NODE_ENV=production
COPY --from=pruned --chown=node:node /milepost /milepost
USER node
