import * as assert from "node:assert/strict";
import { isThisMachine, readPostgresUrl } from "../../../provider/orders/journal/postgresUrl";

describe("the URL of a journal in PostgreSQL", () => {
    it("says where it is and who asks", () => {
        const read = readPostgresUrl(
            "postgres://c%40i:p%3Ass@db.example.com:6432/pipe%20lines?options=-c%20search_path%3Dci",
            {},
        );
        assert.deepEqual(read, {
            host: "db.example.com",
            port: 6432,
            user: "c@i",
            password: "p:ss",
            database: "pipe lines",
            encryption: "verified",
            files: {},
            options: "-c search_path=ci",
            place: "postgres://db.example.com:6432/pipe lines",
        });
    });

    it("leaves out what the environment of PostgreSQL's own tools says", () => {
        const environment = {
            PGHOST: "db",
            PGPORT: "6432",
            PGUSER: "ci",
            PGPASSWORD: "secret",
            PGDATABASE: "pipelines",
        };
        assert.deepEqual(readPostgresUrl("postgres://", environment), {
            host: "db",
            port: 6432,
            user: "ci",
            password: "secret",
            database: "pipelines",
            encryption: "verified",
            files: {},
            place: "postgres://db:6432/pipelines",
        });
        const { host, port, place } = readPostgresUrl("postgres:///pipelines", {});
        assert.deepEqual([host, port, place], ["localhost", 5432, "postgres://localhost/pipelines"]);
    });

    it("may name a socket, or an address without a name", () => {
        for (const url of [
            "postgresql://ci@/pipelines?host=/run/postgresql",
            "postgres://ci@%2Frun%2Fpostgresql/pipelines",
        ]) {
            const { host, user, database, encryption, place } = readPostgresUrl(url, {});
            assert.deepEqual([host, user, database, encryption], ["/run/postgresql", "ci", "pipelines", "none"]);
            assert.equal(place, "postgres:///pipelines?host=/run/postgresql");
        }
        const { host, encryption, place } = readPostgresUrl("postgres://[2001:db8::1]:6432/pipelines", {});
        assert.deepEqual(
            [host, encryption, place],
            ["2001:db8::1", "verified", "postgres://[2001:db8::1]:6432/pipelines"],
        );
    });

    it("asks for verified TLS to every other machine, and on this one for what it says", () => {
        const encryption = (url: string, environment = {}): string => readPostgresUrl(url, environment).encryption;
        for (const mode of ["allow", "prefer", "require", "verify-ca", "verify-full"]) {
            assert.equal(encryption(`postgres://db/pipelines?sslmode=${mode}`), "verified", mode);
            assert.equal(encryption(`postgres://localhost/pipelines?sslmode=${mode}`), "verified", mode);
        }
        assert.equal(encryption("postgres://db/pipelines?ssl=true"), "verified");
        assert.equal(encryption("postgres://localhost/pipelines?sslrootcert=ca.pem"), "verified");
        assert.equal(encryption("postgres://localhost/pipelines"), "none");
        assert.equal(encryption("postgres://localhost/pipelines", { PGSSLMODE: "require" }), "verified");
        assert.equal(encryption("postgres://127.0.0.2/pipelines?sslmode=disable"), "none");
        assert.equal(encryption("postgres://[::1]/pipelines?sslmode=no-verify"), "unverified");
    });

    it("is refused where it asks for less than that", () => {
        for (const [query, environment] of [
            ["?sslmode=disable", {}],
            ["?sslmode=no-verify", {}],
            ["?ssl=0", {}],
            ["", { PGSSLMODE: "disable" }],
        ] as const) {
            assert.throws(
                () => readPostgresUrl(`postgres://ci:s3same@db/pipelines${query}`, environment),
                (error: Error) =>
                    error instanceof RangeError &&
                    /to another machine.*sslrootcert/.test(error.message) &&
                    !error.message.includes("s3same"),
            );
        }
        assert.throws(() => readPostgresUrl("postgres://db/pipelines?sslmode=yes", {}), /must have an sslmode of/);
    });

    it("is not shown where it can't be read", () => {
        for (const url of [
            "postgres://ci:s3/same@db:x/p",
            "postgres://ci:/s3same@db/p",
            "postgres://ci:53/s3same@db/p",
            "postgres://ci:53#s3same@db/p",
            "postgres://ci:53?s3same@db/p",
            "postgres:ci:s3same@db",
            "postgres://ci:s3%zzsame@db/p",
            "postgres://ci:s3same@db/p?port=0",
        ]) {
            assert.throws(
                () => readPostgresUrl(url, {}),
                (error: Error) =>
                    error instanceof RangeError && !error.message.includes("s3") && error.cause === undefined,
                url,
            );
        }
    });

    it("takes for this machine only what can mean no other", () => {
        for (const host of ["localhost", "127.0.0.1", "127.1.2.3", "::1", "/run/postgresql"]) {
            assert.ok(isThisMachine(host), host);
        }
        for (const host of ["127.0.0.1.example.com", "localhost.example.com", "0.0.0.0", "10.0.0.1", "db", "::"]) {
            assert.ok(!isThisMachine(host), host);
        }
    });
});
