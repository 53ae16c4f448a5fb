/** What the path has in the place of `*`, or nothing if it does not fit; empty if there is no `*`. */
export function idIn(route: string, path: string): string | undefined {
    if (!route.endsWith("/*")) {
        return route === path ? "" : undefined;
    }
    const start = route.slice(0, -1);
    const id = path.slice(start.length);
    return path.startsWith(start) && id !== "" && !id.includes("/") ? id : undefined;
}
