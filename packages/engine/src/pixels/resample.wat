;; The loops of resize.ts, four float32 lanes at once. Plain SIMD, no relaxed instructions: every machine gives the same
;; bits. After a change: npx -p wabt wat2wasm resample.wat -o resample.wasm
(module
  (memory (export "memory") 1)

  ;; $count pixels of four bytes as four floats each, the colours times alpha.
  (func (export "premultiply") (param $bytes i32) (param $count i32) (param $row i32)
    (local $v v128)
    (if (local.get $count) (then (loop $pixel
      (local.set $v
        (f32x4.convert_i32x4_u
          (i32x4.extend_low_i16x8_u (i16x8.extend_low_i8x16_u (v128.load32_zero (local.get $bytes))))))
      (v128.store (local.get $row)
        (f32x4.mul (local.get $v)
          (f32x4.replace_lane 3 (f32x4.splat (f32x4.extract_lane 3 (local.get $v))) (f32.const 1))))
      (local.set $bytes (i32.add (local.get $bytes) (i32.const 4)))
      (local.set $row (i32.add (local.get $row) (i32.const 16)))
      (br_if $pixel (local.tee $count (i32.sub (local.get $count) (i32.const 1))))))))

  ;; The way back, rounded to the nearest byte, halves to the even one. Clear where alpha is below one half.
  (func (export "straighten") (param $row i32) (param $count i32) (param $bytes i32)
    (local $v v128) (local $a f32)
    (if (local.get $count) (then (loop $pixel
      (local.set $v (v128.load (local.get $row)))
      (local.set $a (f32x4.extract_lane 3 (local.get $v)))
      (local.set $v
        (i32x4.trunc_sat_f32x4_s
          (f32x4.nearest
            (f32x4.div (local.get $v) (f32x4.replace_lane 3 (f32x4.splat (local.get $a)) (f32.const 1))))))
      (local.set $v (i16x8.narrow_i32x4_s (local.get $v) (local.get $v)))
      (i32.store (local.get $bytes)
        (select
          (i32.const 0)
          (i32x4.extract_lane 0 (i8x16.narrow_i16x8_u (local.get $v) (local.get $v)))
          (f32.lt (local.get $a) (f32.const 0.5))))
      (local.set $row (i32.add (local.get $row) (i32.const 16)))
      (local.set $bytes (i32.add (local.get $bytes) (i32.const 4)))
      (br_if $pixel (local.tee $count (i32.sub (local.get $count) (i32.const 1))))))))

  ;; $count weighted sums of neighbouring groups of four floats. $spans: for each the bytes from $row to its first group
  ;; and how many it sums; $weights: theirs, one after another.
  (func (export "across")
    (param $row i32) (param $spans i32) (param $weights i32) (param $count i32) (param $out i32)
    (local $from i32) (local $left i32) (local $sum v128)
    (if (local.get $count) (then (loop $pixel
      (local.set $from (i32.add (local.get $row) (i32.load (local.get $spans))))
      (local.set $left (i32.load offset=4 (local.get $spans)))
      (local.set $sum (v128.const f32x4 0 0 0 0))
      (if (local.get $left) (then (loop $tap
        (local.set $sum
          (f32x4.add (local.get $sum)
            (f32x4.mul (v128.load (local.get $from)) (v128.load32_splat (local.get $weights)))))
        (local.set $from (i32.add (local.get $from) (i32.const 16)))
        (local.set $weights (i32.add (local.get $weights) (i32.const 4)))
        (br_if $tap (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))))
      (v128.store (local.get $out) (local.get $sum))
      (local.set $spans (i32.add (local.get $spans) (i32.const 8)))
      (local.set $out (i32.add (local.get $out) (i32.const 16)))
      (br_if $pixel (local.tee $count (i32.sub (local.get $count) (i32.const 1))))))))

  ;; The same for single floats.
  (func (export "acrossPlane")
    (param $row i32) (param $spans i32) (param $weights i32) (param $count i32) (param $out i32)
    (local $from i32) (local $left i32) (local $sum f32)
    (if (local.get $count) (then (loop $pixel
      (local.set $from (i32.add (local.get $row) (i32.load (local.get $spans))))
      (local.set $left (i32.load offset=4 (local.get $spans)))
      (local.set $sum (f32.const 0))
      (if (local.get $left) (then (loop $tap
        (local.set $sum
          (f32.add (local.get $sum) (f32.mul (f32.load (local.get $from)) (f32.load (local.get $weights)))))
        (local.set $from (i32.add (local.get $from) (i32.const 4)))
        (local.set $weights (i32.add (local.get $weights) (i32.const 4)))
        (br_if $tap (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))))
      (f32.store (local.get $out) (local.get $sum))
      (local.set $spans (i32.add (local.get $spans) (i32.const 8)))
      (local.set $out (i32.add (local.get $out) (i32.const 4)))
      (br_if $pixel (local.tee $count (i32.sub (local.get $count) (i32.const 1))))))))

  ;; Adds $weight times $count groups of four floats to as many sums.
  (func (export "addRow") (param $row i32) (param $weight f32) (param $count i32) (param $sums i32)
    (local $w v128)
    (local.set $w (f32x4.splat (local.get $weight)))
    (if (local.get $count) (then (loop $group
      (v128.store (local.get $sums)
        (f32x4.add (v128.load (local.get $sums)) (f32x4.mul (v128.load (local.get $row)) (local.get $w))))
      (local.set $row (i32.add (local.get $row) (i32.const 16)))
      (local.set $sums (i32.add (local.get $sums) (i32.const 16)))
      (br_if $group (local.tee $count (i32.sub (local.get $count) (i32.const 1))))))))
)
