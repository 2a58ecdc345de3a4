# Lockstep's programs and db/. image/build builds the jars, then this. Your own migrations:
#   FROM lockstep:VERSION
#   COPY db/ /db/
# Makes the JVM, sorts the jars, and trains the AOT caches: on that JVM, with a PostgreSQL that stays behind here.
FROM docker.io/library/eclipse-temurin:25-jdk AS trained
COPY image/runtime /training/
RUN /training/runtime /opt/java/lockstep
# initdb wants to know its user's name.
RUN echo 'lockstep:x:65532:65532::/tmp:/bin/sh' >> /etc/passwd
COPY jobs/target /jars/migrate
COPY functions/target /jars/serve
COPY knative/target /jars/knative
COPY demo/target /jars/demo
COPY image/arrange image/train /training/
COPY image/lockstep /opt/lockstep/bin/lockstep
COPY db /db
RUN /training/arrange
ENV PATH=/opt/java/lockstep/bin:$PATH LANG=C.UTF-8
USER 65532:65532
RUN /training/train /opt/lockstep/bin/lockstep /opt/lockstep/aot /jars/demo /db

FROM docker.io/library/debian:12-slim AS root
COPY image/root /training/
RUN /training/root /root-of-image

FROM scratch
COPY --from=root /root-of-image /
COPY --from=trained /opt/java/lockstep /opt/java/lockstep
COPY --from=trained /opt/lockstep/lib /opt/lockstep/lib
COPY --from=trained /opt/lockstep/app /opt/lockstep/app
COPY --from=trained /opt/lockstep/bin /opt/lockstep/bin
COPY --from=trained /opt/lockstep/aot /opt/lockstep/aot
COPY LICENSE NOTICE image/target/lockstep.cdx.json /opt/lockstep/
ENV PATH=/opt/java/lockstep/bin:/bin LANG=C.UTF-8 JAVA_HOME=/opt/java/lockstep
COPY db /db
ENV LOCKSTEP_DB=/db
USER 65532:65532
WORKDIR /
EXPOSE 8080
ENTRYPOINT ["/opt/lockstep/bin/lockstep"]
CMD ["serve"]
# An image on top has its own migrations alone, not the demo's.
ONBUILD USER 0
ONBUILD RUN rm -rf /db/*
ONBUILD USER 65532:65532
ARG VERSION=0.1.0
ARG REVISION=
LABEL org.opencontainers.image.title="Lockstep" \
      org.opencontainers.image.description="Keeps a PostgreSQL schema in step with a Helm release" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"
