// Buys phone numbers and keywords from CallFire and keeps them as infrastructure.
package callfire
