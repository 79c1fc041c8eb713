// Command pod-security reads Kubernetes objects, one JSON object a line, and prints one line for each rule of the Pod Security level
// "restricted" that the pods of an object break: kind/name, rule and reason, separated by tabs. The rules are those that the API
// server enforces. Exit code 1 when there is a line, 2 when the input cannot be read.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

const objectBytesMax = 16 << 20

// object is what all kinds with pods have in common: a pod itself, or a template of one.
type object struct {
	Kind     string            `json:"kind"`
	Metadata metav1.ObjectMeta `json:"metadata"`
	Spec     json.RawMessage   `json:"spec"`
}

type workloadSpec struct {
	Template corev1.PodTemplateSpec `json:"template"`
}

type cronJobSpec struct {
	JobTemplate struct {
		Spec workloadSpec `json:"spec"`
	} `json:"jobTemplate"`
}

func main() {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		fail(err)
	}
	restricted := api.LevelVersion{Level: api.LevelRestricted, Version: api.LatestVersion()}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, objectBytesMax)
	broken := false
	for lines.Scan() {
		name, pod, err := podOf(lines.Bytes())
		if err != nil {
			fail(err)
		}
		if pod == nil {
			continue
		}
		for _, result := range evaluator.EvaluatePod(restricted, &pod.ObjectMeta, &pod.Spec) {
			if !result.Allowed {
				broken = true
				fmt.Printf("%s\t%s\t%s\n", name, result.ForbiddenReason, result.ForbiddenDetail)
			}
		}
	}
	if err := lines.Err(); err != nil {
		fail(err)
	}
	if broken {
		os.Exit(1)
	}
}

// podOf answers the pod that an object is or makes, and nil for an object without pods.
func podOf(line []byte) (string, *corev1.PodTemplateSpec, error) {
	var found object
	if err := json.Unmarshal(line, &found); err != nil {
		return "", nil, err
	}
	name := fmt.Sprintf("%s/%s", found.Kind, found.Metadata.Name)
	switch found.Kind {
	case "Pod":
		pod := corev1.PodTemplateSpec{ObjectMeta: found.Metadata}
		return name, &pod, json.Unmarshal(found.Spec, &pod.Spec)
	case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job":
		var spec workloadSpec
		err := json.Unmarshal(found.Spec, &spec)
		return name, &spec.Template, err
	case "CronJob":
		var spec cronJobSpec
		err := json.Unmarshal(found.Spec, &spec)
		return name, &spec.JobTemplate.Spec.Template, err
	default:
		return name, nil, nil
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "pod-security:", err)
	os.Exit(2)
}
