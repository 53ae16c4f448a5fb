/** The table of docs/settings.md. */
export function settingsTable(definitions) {
    const rows = Object.entries(definitions).map(([name, { environment, description, type = "string", secret }]) => {
        const kept = secret === undefined ? "" : secret === "always" ? ", secret" : `, secret ${secret}`;
        return `| \`callfire:${name}\` | \`${environment}\` | ${type}${kept} | ${description} |`;
    });
    return ["| key | environment | type | |", "|---|---|---|---|", ...rows].join("\n");
}
