// Four bytes of state for each pair or entity, read by the shaders from a texture: a change of the window writes bytes
// and uploads them, and touches nothing else.

export const TEXTURE_WIDTH = 2048;

export class StateTexture {
  readonly bytes: Uint8Array;
  private readonly height: number;
  private readonly textures = new Map<WebGLRenderingContext, {texture: WebGLTexture; version: number}>();
  private version = 1;

  constructor(count: number) {
    this.height = Math.max(1, Math.ceil(count / TEXTURE_WIDTH));
    this.bytes = new Uint8Array(TEXTURE_WIDTH * this.height * 4);
  }
  get size(): [number, number] { return [TEXTURE_WIDTH, this.height]; }
  changed(): void { this.version++; }

  // Binds the texture to unit 0 of `gl` and uploads it when it has changed.
  bind(gl: WebGLRenderingContext): void {
    let entry = this.textures.get(gl);
    gl.activeTexture(gl.TEXTURE0);
    if (!entry) {
      entry = {texture: gl.createTexture()!, version: 0};
      this.textures.set(gl, entry);
      gl.bindTexture(gl.TEXTURE_2D, entry.texture);
      for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, name, gl.NEAREST);
      for (const name of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, name, gl.CLAMP_TO_EDGE);
    }
    gl.bindTexture(gl.TEXTURE_2D, entry.texture);
    if (entry.version === this.version) return;
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, TEXTURE_WIDTH, this.height, 0, gl.RGBA, gl.UNSIGNED_BYTE, this.bytes);
    entry.version = this.version;
  }
}

// GLSL 1: the four bytes of thing `index`, 0 … 255 each.
export const state_lookup = `
uniform sampler2D u_state;
uniform vec2 u_state_size;
vec4 state_of(float index) {
  float row = floor((index + 0.5) / u_state_size.x);
  vec2 at = vec2(index - row * u_state_size.x + 0.5, row + 0.5) / u_state_size;
  return floor(texture2D(u_state, at) * 255.0 + 0.5);
}`;
