# syntax=docker/dockerfile:1
# Sealkeep's image: docker build -t sealkeep .
# Any images with Maven and a JDK 25, and with a JRE 25 and bash, can stand in for these two.
ARG BUILD_IMAGE=maven:3.9-eclipse-temurin-25
ARG RUN_IMAGE=eclipse-temurin:25-jre

# ---- The jar, taken apart into what changes seldom and what changes often -------------------------------------------
FROM ${BUILD_IMAGE} AS build
WORKDIR /build
COPY pom.xml ./
COPY src/main src/main
RUN --mount=type=cache,target=/repository mvn -B -q package -Dmaven.test.skip=true -Dmaven.repo.local=/repository
RUN java -Djarmode=tools -jar target/sealkeep-*.jar extract --layers --application-filename sealkeep.jar --destination /layers
# SQLite's library for this machine, so that the service need not unpack it into a /tmp that may be noexec.
WORKDIR /native
RUN jar xf /layers/dependencies/lib/sqlite-jdbc-*.jar "org/sqlite/native/Linux/$(uname -m)/libsqlitejdbc.so" \
 && mv org/sqlite/native/Linux/*/libsqlitejdbc.so . \
 && rm -r org

# ---- The application on the JRE it will run on ----------------------------------------------------------------------
FROM ${RUN_IMAGE} AS application
WORKDIR /app
COPY --from=build /layers/dependencies/ ./
COPY --from=build /layers/snapshot-dependencies/ ./
COPY --from=build /native/ ./native/
COPY config/container/ ./
COPY --from=build /layers/application/ ./

# ---- A training run: loaded and linked classes go into an AOT cache, which halves the start-up time ------------------
# It must run on the final JRE and class path; a cache that does not fit is ignored, not an error. The run ends once all parts
# of the service stand; the root key and the store that it made are thrown away with this stage.
FROM application AS training
RUN java @/app/java.args -Xlog:aot=error -XX:AOTCacheOutput=/app/sealkeep.aot -Dspring.context.exit=onRefresh -jar /app/sealkeep.jar \
    --sealkeep.home=/training --server.address=127.0.0.1

# ---- The image --------------------------------------------------------------------------------------------------------
FROM application
COPY --from=training /app/sealkeep.aot ./
RUN install -d -m 0700 -o 65532 -g 65532 /data

# A port is published from the container's own address, so the service listens on every address, and therefore refuses to start
# until it is told who may use it: run it with --sealkeep.security.insecure-open-network=true only where the port is published
# on loopback (docker-compose.yml does) or the container is thrown away. The actuator stays on loopback inside the container.
ENV SEALKEEP_HOME=/data \
    SERVER_ADDRESS=0.0.0.0 \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=70"
USER 65532:65532
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["/app/health"]
ENTRYPOINT ["java", "@/app/java.args", "-XX:AOTCache=/app/sealkeep.aot", "-jar", "/app/sealkeep.jar"]
