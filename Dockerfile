# Lockstep's programs, and no migrations: yours are an image on top.
#   FROM lockstep:VERSION
#   COPY db/ /db/
# "docker build ." makes all of it from the sources. image/build makes the jars first, outside (JARS=built).

# Each may be another image or stage. Those with a digest are kept up to date by .github/dependabot.yml.
ARG JARS=maven
ARG JDK=jdk
ARG DEBIAN=debian
FROM docker.io/library/eclipse-temurin:25-jdk@sha256:97014c4b396021f9ddb7d592a7dbedb0c4e4215c29e03dc01c393558aefb71c2 AS jdk
FROM docker.io/library/debian:12-slim@sha256:7c7b2c966bc9ee8cedfeef67e0e279108992c77681fa595db4a9d65c06ccc587 AS debian

# Where Maven must ask another repository: --secret id=maven,src=settings.xml
FROM ${JDK} AS maven
# mvnw has the checksum of Maven's zip only.
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends unzip > /dev/null
ARG REVISION=
WORKDIR /sources
COPY . .
RUN --mount=type=cache,target=/root/.m2 --mount=type=secret,id=maven,target=/run/settings.xml \
  MAVEN_ARGS="$([ ! -e /run/settings.xml ] || echo --settings /run/settings.xml)" image/jars "$REVISION"

FROM scratch AS built
COPY . /sources

FROM ${JARS} AS jars

# Makes the JVM, sorts the jars, and trains the AOT caches: on that JVM, with a PostgreSQL that stays behind here.
FROM ${JDK} AS trained
COPY image/runtime /training/
RUN /training/runtime /opt/java/lockstep
# initdb wants to know its user's name.
RUN echo 'lockstep:x:65532:65532::/tmp:/bin/sh' >> /etc/passwd
COPY --from=jars /sources/jobs/target /jars/migrate
COPY --from=jars /sources/functions/target /jars/serve
COPY --from=jars /sources/knative/target /jars/knative
COPY --from=jars /sources/demo/target /jars/demo
COPY --from=jars /sources/image/target/lockstep.cdx.json /jars/
COPY image/arrange image/train /training/
COPY image/lockstep /opt/lockstep/bin/lockstep
COPY db /db
RUN /training/arrange
ENV PATH=/opt/java/lockstep/bin:$PATH LANG=C.UTF-8
USER 65532:65532
RUN /training/train /opt/lockstep/bin/lockstep /opt/lockstep/aot /jars/demo /db

FROM ${DEBIAN} AS root
COPY image/root /training/
RUN /training/root /root-of-image
# 5 MB of the JVM are symbols for a debugger. The caches depend on the times of its files.
COPY --from=trained /opt/java/lockstep /opt/java/lockstep
RUN find /opt/java/lockstep/lib -name '*.so' -exec strip -p --strip-unneeded {} + && \
  find /opt/java/lockstep -exec touch -h -d 2026-01-01T00:00:00Z {} +

FROM scratch
COPY --from=root /root-of-image /
COPY --from=root /opt/java/lockstep /opt/java/lockstep
COPY --from=trained /opt/lockstep/lib /opt/lockstep/lib
COPY --from=trained /opt/lockstep/app /opt/lockstep/app
COPY --from=trained /opt/lockstep/bin /opt/lockstep/bin
COPY --from=trained /opt/lockstep/aot /opt/lockstep/aot
COPY --from=trained /jars/lockstep.cdx.json /opt/lockstep/
COPY LICENSE NOTICE /opt/lockstep/
ENV PATH=/opt/java/lockstep/bin:/bin LANG=C.UTF-8 JAVA_HOME=/opt/java/lockstep
ENV LOCKSTEP_DB=/db
USER 65532:65532
WORKDIR /
EXPOSE 8080
ENTRYPOINT ["/opt/lockstep/bin/lockstep"]
CMD ["serve"]
ARG VERSION=0.1.0
ARG REVISION=
ARG CREATED=2026-01-01T00:00:00Z
# Where the sources are; a checkout doesn't know it.
ARG SOURCE=
LABEL org.opencontainers.image.title="Lockstep" \
      org.opencontainers.image.description="Keeps a PostgreSQL schema in step with a Helm release" \
      org.opencontainers.image.url="$SOURCE" \
      org.opencontainers.image.source="$SOURCE" \
      org.opencontainers.image.documentation="${SOURCE:+$SOURCE/blob/${REVISION:-v$VERSION}/docs/README.md}" \
      org.opencontainers.image.vendor="The Lockstep authors" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.created="$CREATED"
