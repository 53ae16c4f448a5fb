import schema from "../../sdk/schema.json";

/** What `npm run sdks` has generated, so that the engine, the SDKs and Pulumi's registry are told the same. */
export const packageSchema = JSON.stringify(schema);
