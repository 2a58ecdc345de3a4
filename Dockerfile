# Lockstep's programs and db/. Build the jars first:  ./mvnw -DskipTests package
# Your own migrations:  FROM lockstep:VERSION  and  COPY db/ /db/

# Sorts the jars, and trains the AOT caches with the very JVM that will use them, on a PostgreSQL that stays behind here.
FROM docker.io/library/eclipse-temurin:25-jre AS trained
WORKDIR /opt/lockstep
COPY jobs/target/lib jobs/target/lockstep-jobs-*.jar functions/target/lib functions/target/lockstep-functions-*.jar lib/
COPY demo/target/lib demo/target/lockstep-demo-*.jar /training/lib/
COPY image/lockstep bin/lockstep
COPY image/arrange image/train /training/
COPY db /db
RUN /training/arrange
USER 65532:65532
RUN /training/train

FROM docker.io/library/eclipse-temurin:25-jre
LABEL org.opencontainers.image.title="Lockstep" \
      org.opencontainers.image.description="Keeps a PostgreSQL schema in step with a Helm release" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=trained /opt/lockstep/lib /opt/lockstep/lib
COPY --from=trained /opt/lockstep/app /opt/lockstep/app
COPY --from=trained /opt/lockstep/bin /opt/lockstep/bin
COPY --from=trained /tmp/aot /opt/lockstep/aot
COPY db /db
ENV LOCKSTEP_DB=/db PORT=8080
USER 65532:65532
WORKDIR /
EXPOSE 8080
ENTRYPOINT ["/opt/lockstep/bin/lockstep"]
CMD ["serve"]
