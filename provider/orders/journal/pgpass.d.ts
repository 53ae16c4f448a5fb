declare module "pgpass" {
    interface Connection {
        readonly host: string;
        readonly port: number;
        readonly user: string;
        readonly database: string;
    }
    /** Answers with the password that the user's password file has for a connection, if it has one. */
    function pgpass(connection: Connection, answer: (password: string | undefined) => void): void;
    export default pgpass;
}
