const { writeFileSync } = require("node:fs");
const process = require("node:process");
const { reporters } = require("mocha");

/** The spec reporter, which also hands the counts on to the process that started mocha. */
module.exports = class extends reporters.Spec {
    constructor(runner, options) {
        super(runner, options);
        runner.once("end", () => {
            const { passes, failures } = this.stats;
            if (process.env.TEST_COUNTS) writeFileSync(process.env.TEST_COUNTS, JSON.stringify({ passes, failures }));
        });
    }
};
