export const passwordKey = "callfire:password";

/** Of a password that the stack's configuration keeps in clear. */
export const unencryptedPasswordWarning = `${passwordKey} is kept in clear in the stack's settings file. To encrypt it: pulumi config set --secret ${passwordKey} <password>`;
