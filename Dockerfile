# One image for each app: --build-arg APP=<folder in apps/>, --target service or plain. `npm run images` builds them all.
# What changes least comes first: packages, then our libs, then the app alone.
ARG NODE=node:24-bookworm-slim

# The manifests alone, and of them what npm installs by: no other change makes a layer of packages again.
FROM ${NODE} AS manifests
WORKDIR /app
COPY . .
RUN find . -type f ! -name package.json ! -name package-lock.json ! -name .npmrc -delete \
    && find . -type d -empty -delete \
    && npm pkg delete scripts config nx --workspaces --include-workspace-root

# Everything that compiling takes, and our libs compiled.
FROM ${NODE} AS libs
WORKDIR /app
COPY --from=manifests /app ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
COPY tsconfig.base.json ./
COPY libs libs
RUN node_modules/.bin/tsc -b libs/*

# What the app needs to run: packages, and links to those of our libs that it uses. For `--omit=dev` alone, a package that
# the app has for its tests would stay wherever another app needs it to run.
FROM ${NODE} AS packages
ARG APP
WORKDIR /app
COPY --from=manifests /app ./
RUN --mount=type=cache,target=/root/.npm npm pkg delete devDependencies --workspaces \
    && npm ci --ignore-scripts --omit=dev --workspace apps/${APP} \
    && rm package-lock.json .npmrc \
    && find . -type f \( -name '*.d.ts' -o -name '*.d.[cm]ts' -o -name '*.map' \) -delete

# The app compiled, and with it the libs that those links name; without what no process reads.
FROM libs AS code
ARG APP
COPY apps/${APP} apps/${APP}
RUN node_modules/.bin/tsc -b apps/${APP}
COPY --from=packages /app/node_modules/@chaos-workshop /links
RUN mkdir /code \
    && for link in /links/*; do folder=$(readlink "$link"); cp -r --parents "${folder#../../}" /code; done \
    && cd /code \
    && rm -rf */*/src */*/node_modules */*/tsconfig* \
    && find . -type f \( -name '*.d.ts' -o -name '*.map' \) -delete

FROM ${NODE} AS plain
ARG APP
LABEL org.opencontainers.image.title=${APP} \
      org.opencontainers.image.description="An app of the chaos workshop" \
      org.opencontainers.image.licenses=MIT
ENV NODE_ENV=production
# WORKDIR alone would leave the folders to root, and nobody could put a changed file into a running container.
RUN mkdir -p /app/apps/${APP} && chown -R node:node /app
WORKDIR /app/apps/${APP}
COPY --from=packages --chown=node:node /app /app
COPY --from=code --chown=node:node /code /app
# The user "node" as a number: Kubernetes cannot tell from a name that it is not root.
USER 1000
ENTRYPOINT ["node", "dist/main.js"]

# The same, with OpenTelemetry loaded before what is made with libs/service-kit.
FROM plain AS service
ENTRYPOINT ["node", "--import", "@chaos-workshop/service-kit/telemetry", "dist/main.js"]
