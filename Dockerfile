# rowcol as a container: docker build -t rowcol . && docker run -p 8080:8080 rowcol

FROM debian:trixie-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends \
        gcc libc6-dev cmake ninja-build pkg-config \
        libmicrohttpd-dev libjansson-dev zlib1g-dev libzstd-dev libblas-dev liblapacke-dev python3-yaml
WORKDIR /rowcol
COPY . .
RUN cmake --preset release -DBUILD_TESTING=OFF \
    && cmake --build --preset release --target rowcold \
    && strip build/release/rowcold

FROM debian:trixie-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libmicrohttpd12t64 libjansson4 zlib1g libzstd1 libopenblas0-pthread liblapacke \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt/*
COPY --from=build /rowcol/build/release/rowcold /usr/local/bin/rowcold

LABEL org.opencontainers.image.title="rowcol" \
      org.opencontainers.image.description="Matrix operations over HTTP, with errors that teach" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="0.1.0"

# Any user without rights will do; a number lets Kubernetes see that it is not root.
USER 65532:65532
ENV ROWCOL_LISTEN=[::]:8080
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s CMD ["rowcold", "--check"]
ENTRYPOINT ["rowcold"]
