import * as callfire from "pulumi-callfire";

const desk = new callfire.PhoneNumber("desk", { local: { region: { city: "Seattle", state: "WA" } } });
const hotline = new callfire.PhoneNumber("hotline", { tollFree: true });

export const numbers = [desk.nationalFormat, hotline.nationalFormat];
