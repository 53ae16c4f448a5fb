import * as callfire from "pulumi-callfire";

const hotline = new callfire.PhoneNumber("hotline", { tollFree: true });

// Calls ring at the desk, and are recorded.
new callfire.NumberConfiguration("forwarding", {
    numbers: [hotline.number],
    tracking: { transferNumbers: ["+1 (310) 555-1212"], record: true },
});
