import assert from "node:assert/strict";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { CredentialsRefusedError } from "../../provider/callfire/errors";
import {
    describeError,
    readSettings,
    SettingsError,
    type Settings,
    type SettingSources,
} from "../../provider/settings/read";

const pair = { login: "acme", password: "s3cret" };

function read(sources: Partial<SettingSources>): Settings {
    return readSettings({ stack: {}, environment: {}, programFolder: "/program", ...sources });
}

/** What is said of the settings, all of it. */
function complaint(sources: Partial<SettingSources>): string {
    try {
        read(sources);
    } catch (error) {
        assert(error instanceof SettingsError);
        return error.message;
    }
    assert.fail("these settings were taken");
}

function credentials(settings: Settings): unknown {
    assert(settings.service !== "simulator");
    const { login, password, source } = settings.service.credentials;
    return [login, password, source];
}

describe("settings", () => {
    it("have a default for everything but the credentials", () => {
        const settings = read({ stack: pair });
        assert(settings.service !== "simulator");
        assert.equal(settings.service.endpoint, "https://www.callfire.com/api/1.1/rest");
        assert.equal(settings.pollScope, "account");
        assert.equal(settings.maxItemsPerOrder, 100);
        assert.equal(settings.bulkOrders, "name");
        assert.deepEqual(settings.journal, {
            kind: "folder",
            folder: join(homedir(), ".pulumi", "callfire", "journal"),
        });
    });

    it("take stack configuration before the environment", () => {
        const environment = { CALLFIRE_POLL_SCOPE: "order", CALLFIRE_MAX_ITEMS_PER_ORDER: "7" };
        assert.equal(read({ stack: { ...pair, pollScope: "account" }, environment }).pollScope, "account");
        assert.equal(read({ stack: pair, environment }).maxItemsPerOrder, 7);
    });

    it("read an empty environment variable as an absent one", () => {
        assert.equal(read({ stack: pair, environment: { CALLFIRE_POLL_SCOPE: "" } }).pollScope, "account");
    });

    it("keep the journal in the Pulumi home, or where they say", () => {
        const journal = (value: string, environment = {}): string => {
            const sources = { stack: { ...pair, ...(value === "" ? {} : { journal: value }) }, environment };
            const place = read(sources).journal;
            assert(place.kind === "folder");
            return place.folder;
        };
        assert.equal(journal("", { PULUMI_HOME: "/home" }), join("/home", "callfire", "journal"));
        assert.equal(journal("file:/journal"), resolve("/journal"));
        assert.equal(journal("file:///journal"), resolve("/journal"));
        assert.equal(journal("file:orders"), resolve("/program/orders"));
        assert.equal(journal("file:~/orders"), join(homedir(), "orders"));
    });

    it("keep the journal in a PostgreSQL database where they name one", () => {
        for (const [journal, place] of [
            ["postgres://ci:s3same@db.example.com/pipelines", "postgres://db.example.com/pipelines"],
            ["postgresql:///orders?host=/run/postgresql", "postgres:///orders?host=/run/postgresql"],
        ] as const) {
            const read = readSettings({
                stack: { ...pair, journal },
                environment: {},
                programFolder: "/program",
            }).journal;
            assert(read.kind === "postgres");
            assert.equal(read.address.place, place);
        }
    });

    it("show no URL that holds a password", () => {
        for (const journal of [
            "postgres://ci:s3same@db:x/pipelines",
            "postgres:ci:s3same@db",
            "mysql://ci:s3same@db/pipelines",
            "postgres://ci:s3%same@db/pipelines",
            "http://db/pipelines?password=s3same",
        ]) {
            const said = complaint({ stack: { ...pair, journal } });
            assert.match(said, /^callfire:journal (must be|holds) /);
            assert(!said.includes("s3"), said);
        }
    });

    it("let CallFire choose the numbers where they say so", () => {
        assert.equal(read({ stack: { ...pair, bulkOrders: "count" } }).bulkOrders, "count");
        assert.equal(read({ stack: pair, environment: { CALLFIRE_BULK_ORDERS: "count" } }).bulkOrders, "count");
        assert.match(
            complaint({ stack: { ...pair, bulkOrders: "both" } }),
            /callfire:bulkOrders is "both", but must be "name" or "count"/,
        );
    });

    it("name what is wrong, with its value", () => {
        assert.match(complaint({ stack: { ...pair, pollScope: "both" } }), /callfire:pollScope is "both", but must be/);
        assert.match(
            complaint({ stack: pair, environment: { CALLFIRE_POLL_SCOPE: "both" } }),
            /callfire:pollScope \(from CALLFIRE_POLL_SCOPE\) is "both"/,
        );
        for (const value of ["0", "-1", "1.5", "many", ""]) {
            assert.match(
                complaint({ stack: { ...pair, maxItemsPerOrder: value } }),
                new RegExp(`callfire:maxItemsPerOrder is "${value}", but must be a whole number`),
            );
        }
        assert.match(complaint({ stack: { ...pair, journal: "orders" } }), /callfire:journal is "orders", but must be/);
        assert.match(complaint({ stack: { ...pair, loginn: "acme" } }), /callfire:loginn is not a setting/);
    });

    it("name all that is wrong at once", () => {
        const said = complaint({ stack: { pollScope: "both", maxItemsPerOrder: "0" } });
        for (const setting of ["callfire:pollScope", "callfire:maxItemsPerOrder", "callfire:login"]) {
            assert(said.includes(setting), said);
        }
    });

    it("leave the other keys of a project called callfire to the program", () => {
        assert.doesNotThrow(() => read({ stack: { ...pair, customers: "12" }, project: "callfire" }));
    });
});

describe("the endpoint", () => {
    const endpoint = (value: string): Partial<SettingSources> => ({ stack: { ...pair, endpoint: value } });

    it("may be https, or http of this machine", () => {
        for (const value of ["https://proxy.example/rest/", "http://127.0.0.1:8080/rest", "http://localhost:1/rest"]) {
            const { service } = read(endpoint(value));
            assert(service !== "simulator");
            assert.equal(service.endpoint, value.replace(/\/$/, ""));
        }
    });

    it("may be nothing else", () => {
        for (const value of ["http://callfire.com", "callfire.com", "ftp://127.0.0.1", "", "simulater"]) {
            assert.match(complaint(endpoint(value)), /callfire:endpoint/);
        }
    });

    it("is not shown when it holds a password", () => {
        const said = complaint(endpoint("https://acme:s3cret@www.callfire.com/"));
        assert.match(said, /callfire:endpoint/);
        assert(!said.includes("s3cret"), said);
    });

    it("needs no credentials when it is the simulator", () => {
        assert.equal(read({ stack: { endpoint: "simulator" } }).service, "simulator");
        assert.equal(read({ environment: { CALLFIRE_ENDPOINT: "simulator" } }).service, "simulator");
    });
});

describe("credentials", () => {
    const environment = { CALLFIRE_LOGIN: "ci", CALLFIRE_PASSWORD: "rotated" };

    it("come from the provider's arguments, else the environment, else stack configuration", () => {
        const explicit = { login: "other", password: "own" };
        assert.deepEqual(credentials(read({ explicit, environment, stack: pair })), [
            "other",
            "own",
            "the provider's arguments",
        ]);
        assert.deepEqual(credentials(read({ environment, stack: pair })), ["ci", "rotated", "the environment"]);
        assert.deepEqual(credentials(read({ stack: pair })), ["acme", "s3cret", "stack configuration"]);
    });

    it("are a pair of one source", () => {
        const half = complaint({ environment: { CALLFIRE_PASSWORD: "rotated" }, stack: pair });
        assert.match(half, /CALLFIRE_PASSWORD is set, but CALLFIRE_LOGIN is not/);
        assert(!half.includes("rotated") && !half.includes("s3cret"), half);
        assert.match(complaint({ stack: { login: "acme" } }), /callfire:login is set, but callfire:password is not/);
    });

    it("that are missing are asked for by name, and the simulator is offered", () => {
        const said = complaint({});
        for (const name of ["callfire:login", "CALLFIRE_LOGIN", "pulumi config set callfire:endpoint simulator"]) {
            assert(said.includes(name), said);
        }
    });

    it("that CallFire refuses are named, without the password", () => {
        const refused = new CredentialsRefusedError({
            method: "POST",
            path: "/number/order",
            what: "401",
            status: 401,
        });
        const said = describeError(refused, read({ environment }));
        for (const name of ["callfire:login", "callfire:password", "CALLFIRE_PASSWORD", "the environment", '"ci"']) {
            assert(said.includes(name), said);
        }
        assert(!said.includes("rotated"), said);
    });
});
