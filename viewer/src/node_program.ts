// Draws the entities: a shape says the kind, the area how many events are seen, a ring what is selected. They are points,
// not instanced quads: a software GL takes each instance for a draw of its own.
import {NodeProgram, type ProgramInfo} from "sigma/rendering";
import type {NodeDisplayData, RenderParams} from "sigma/types";
import {StateTexture, state_lookup} from "./state_texture";

// Bytes of an entity's state: radius in quarters of a pixel (0: not seen), emphasis, opacity, unused.
export const enum Emphasis { normal, faded, neighbour, hovered, selected }

export interface NodeScene {
  node_state: StateTexture;
  node_scale: () => number;  // screen pixels a pixel of the state's radius, grows as the camera comes near
  node_opacity: () => number;  // 0: as the state says, 1: opaque
  node_colors: () => {fills: number[]; ring: number[]; accent: number[]};
}

const vertex_shader = `
attribute vec4 a_id;
attribute vec2 a_position;
attribute float a_index;
attribute float a_shape;
uniform mat3 u_matrix;
uniform float u_scale;
uniform float u_dots;
uniform float u_opacity;
varying float v_reach;
varying float v_radius;
varying float v_shape;
varying float v_emphasis;
varying float v_opacity;
varying vec4 v_id;
${state_lookup}
void main() {
  vec4 state = state_of(a_index);
  float radius = state.x * 0.25 * u_scale;
  v_radius = radius;
  v_shape = a_shape;
  v_emphasis = state.y;
  v_opacity = mix(state.z / 255.0, 1.0, u_opacity);
  v_id = a_id;
  v_reach = radius * 1.25 + 4.0;
  gl_PointSize = 2.0 * v_reach * u_dots;
  gl_Position = vec4((u_matrix * vec3(a_position, 1.0)).xy, 0.0, 1.0);
  if (state.x == 0.0) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}`;

const fragment_shader = `
precision highp float;
varying float v_reach;
varying float v_radius;
varying float v_shape;
varying float v_emphasis;
varying float v_opacity;
varying vec4 v_id;
uniform vec3 u_fills[4];
uniform vec3 u_ring;
uniform vec3 u_accent;
uniform float u_pixel;
// Signed distance to the shape, negative inside: circle, square, diamond, triangle.
float shape_distance(vec2 p, float r) {
  if (v_shape < 0.5) return length(p) - r;
  if (v_shape < 1.5) {
    vec2 d = abs(p) - vec2(r * 0.86 - 0.16 * r);
    return length(max(d, 0.0)) + min(max(d.x, d.y), 0.0) - 0.16 * r;
  }
  if (v_shape < 2.5) return (abs(p.x) + abs(p.y) - r * 1.2) * 0.7071;
  float side = max(abs(p.x) * 0.866 + p.y * 0.5, -p.y);
  return side - r * 0.62;
}
void main() {
  vec2 at = (gl_PointCoord - 0.5) * vec2(2.0, -2.0) * v_reach;
  float d = shape_distance(at, v_radius);
#ifdef PICKING_MODE
  if (d > 2.0) discard;
  gl_FragColor = v_id;
  gl_FragColor.a = 1.0;
#else
  bool marked = v_emphasis > 2.5;
  float edge = marked ? 3.0 : v_radius > 3.0 ? 1.0 : 0.0;
  float outside = smoothstep(edge + u_pixel, edge - u_pixel, d);
  float inside = smoothstep(u_pixel, -u_pixel, d);
  vec3 fill = v_shape < 0.5 ? u_fills[0] : v_shape < 1.5 ? u_fills[1] : v_shape < 2.5 ? u_fills[2] : u_fills[3];
  vec3 rim = marked ? u_accent : u_ring;
  if (marked) {
    float gap = smoothstep(1.3 + u_pixel, 1.3 - u_pixel, d);
    rim = mix(u_accent, u_ring, gap);
  }
  bool faded = v_emphasis > 0.5 && v_emphasis < 1.5;
  gl_FragColor = vec4(mix(rim, fill, inside), 1.0) * (faded ? 0.2 * inside : outside * v_opacity);
#endif
}`;

const {UNSIGNED_BYTE, FLOAT, POINTS} = WebGLRenderingContext;
const uniforms = ["u_matrix", "u_scale", "u_dots", "u_opacity", "u_state", "u_state_size", "u_fills", "u_ring", "u_accent", "u_pixel"] as const;

// The program's class for one page; sigma makes the instances.
export function node_program(scene: NodeScene) {
  return class extends NodeProgram<(typeof uniforms)[number]> {
    getDefinition() {
      return {
        VERTICES: 1,
        VERTEX_SHADER_SOURCE: vertex_shader,
        FRAGMENT_SHADER_SOURCE: fragment_shader,
        METHOD: POINTS,
        UNIFORMS: uniforms,
        ATTRIBUTES: [
          {name: "a_position", size: 2, type: FLOAT},
          {name: "a_index", size: 1, type: FLOAT},
          {name: "a_shape", size: 1, type: FLOAT},
          {name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true},
        ],
      };
    }
    processVisibleItem(picking_id: number, offset: number, data: NodeDisplayData & {index?: number; shape?: number}) {
      this.array[offset++] = data.x;
      this.array[offset++] = data.y;
      this.array[offset++] = data.index!;
      this.array[offset++] = data.shape!;
      this.array[offset++] = picking_id;
    }
    setUniforms(params: RenderParams, {gl, uniformLocations}: ProgramInfo) {
      const colors = scene.node_colors();
      scene.node_state.bind(gl as WebGLRenderingContext);
      gl.uniformMatrix3fv(uniformLocations.u_matrix, false, params.matrix);
      gl.uniform1f(uniformLocations.u_dots, params.pixelRatio);
      gl.uniform1f(uniformLocations.u_scale, scene.node_scale());
      gl.uniform1f(uniformLocations.u_opacity, scene.node_opacity());
      gl.uniform1i(uniformLocations.u_state, 0);
      gl.uniform2f(uniformLocations.u_state_size, ...scene.node_state.size);
      gl.uniform3fv(uniformLocations.u_fills, colors.fills);
      gl.uniform3fv(uniformLocations.u_ring, colors.ring);
      gl.uniform3fv(uniformLocations.u_accent, colors.accent);
      gl.uniform1f(uniformLocations.u_pixel, 0.6 / params.pixelRatio);
    }
  };
}
