/** What every URN begins with, and every type of this adapter: left out of the state, where the URN stands twice. */
const [urnPrefix, typePrefix] = ["urn:pulumi:", "pulumi-nodejs:dynamic/callfire:"];

/** `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/callfire:Keyword::promo` as `dev::shop::Keyword::promo`. */
export function shortenUrn(urn: string): string {
    const [stack = "", project = "", types = "", ...name] = urn.split("::");
    const own = types.slice(types.lastIndexOf("$") + 1);
    return stack.startsWith(urnPrefix) && own.startsWith(typePrefix)
        ? [
              stack.slice(urnPrefix.length),
              project,
              types.slice(0, types.length - own.length) + own.slice(typePrefix.length),
              ...name,
          ].join("::")
        : urn;
}

/** The whole URN of a short one; a whole one as it is. */
export function wholeUrn(urn: string): string {
    const [stack = "", project = "", types = "", ...name] = urn.split("::");
    const parents = types.slice(0, types.lastIndexOf("$") + 1);
    return urn.startsWith(urnPrefix) || name.length === 0
        ? urn
        : [urnPrefix + stack, project, parents + typePrefix + types.slice(parents.length), ...name].join("::");
}
