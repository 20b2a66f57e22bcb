/** Address of the script that brings the figures of digits, relative to this bundle (made by the build). */
declare module 'virtual:digit-views' {
  const address: string;
  export default address;
}
